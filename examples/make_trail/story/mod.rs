//! The invented incident at the invented company Larkspur: two days of March 2026.

pub(crate) mod company;
mod foothold;
mod intrusion;
mod machinery;
mod response;
mod theft;
mod workday;

use crate::base::caller::Caller;
use crate::base::event::Event;
use crate::base::rng::Rng;

/// All events, in the order of the story.
pub(crate) struct Story {
    pub(crate) rng: Rng,
    pub(crate) events: Vec<Event>,
}

/// Tells the whole story.
pub(crate) fn tell(seed: u64) -> Story {
    let mut story = Story { rng: Rng::new(seed), events: Vec::new() };
    machinery::tell(&mut story);
    workday::tell(&mut story);
    intrusion::tell(&mut story);
    foothold::tell(&mut story);
    theft::tell(&mut story);
    response::tell(&mut story);
    story
}

impl Story {
    pub(crate) fn add(&mut self, event: Event) {
        let event = event.finish(&mut self.rng);
        self.events.push(event);
    }

    /// One caller working in one region, from a time on.
    pub(crate) fn scene<'a>(&'a mut self, who: &Caller, region: &'a str, time: i64) -> Scene<'a> {
        Scene { story: self, who: who.clone(), region, time, pace: 9 }
    }
}

/// A run of calls by one caller, a few seconds apart.
pub(crate) struct Scene<'a> {
    pub(crate) story: &'a mut Story,
    pub(crate) who: Caller,
    pub(crate) region: &'a str,
    pub(crate) time: i64,
    /// Longest time between two calls, in seconds.
    pub(crate) pace: i64,
}

impl Scene<'_> {
    /// The next call, not yet added.
    pub(crate) fn event(&mut self, service: &str, name: &str) -> Event {
        self.time += self.story.rng.between(1, self.pace);
        // Global services record in us-east-1 wherever the caller sits.
        let global = matches!(service, "iam" | "organizations" | "cloudfront");
        let region = if global { "us-east-1" } else { self.region };
        Event::new(&self.who, self.time, region, service, name)
    }

    pub(crate) fn add(&mut self, event: Event) {
        self.story.add(event);
    }

    /// Successful calls: service, name, `requestParameters`.
    pub(crate) fn run(&mut self, calls: &[(&str, &str, &str)]) {
        for (service, name, request) in calls {
            let event = self.event(service, name).req(request);
            self.add(event);
        }
    }

    /// Refused calls: service, name, IAM action, resource, `requestParameters` (EC2 keeps them).
    pub(crate) fn refused(&mut self, calls: &[(&str, &str, &str, &str, &str)]) {
        for (service, name, action, resource, request) in calls {
            let event = self.event(service, name).req(request).denied(action, resource);
            self.add(event);
        }
    }
}
