//! How much memory the machine and its control groups leave free; the default memory limit of a load is
//! computed from it.

use std::path::Path;

/// Assumed if the system reports no figure, in bytes.
const FREE_WHERE_UNKNOWN: u64 = 4 << 30;

/// Returns three quarters of the memory that is free now.
pub(super) fn default_budget() -> u64 {
    let machine = read("/proc/meminfo").and_then(|text| available(&text)).unwrap_or(FREE_WHERE_UNKNOWN);
    let group = read("/proc/self/cgroup").and_then(|text| group_free(&text, &|path| read(path)));
    machine.min(group.unwrap_or(u64::MAX)) / 4 * 3
}

fn read(path: impl AsRef<Path>) -> Option<String> {
    std::fs::read_to_string(path).ok()
}

/// Returns `MemAvailable` of `/proc/meminfo`, in bytes.
fn available(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib * 1024)
}

/// Returns what the control group of this process and those above it leave free: the minimum.
fn group_free(cgroup: &str, read: &dyn Fn(&str) -> Option<String>) -> Option<u64> {
    let free = |folder: &str, limit: &str, used: &str| {
        let number = |name: &str| read(&format!("{folder}/{name}"))?.trim().parse::<u64>().ok();
        Some(number(limit)?.saturating_sub(number(used)?))
    };
    let of_group = |line: &str| {
        let mut parts = line.splitn(3, ':').skip(1);
        let (controllers, path) = (parts.next()?, parts.next()?);
        let (root, limit, used) = match controllers {
            "" => ("/sys/fs/cgroup", "memory.max", "memory.current"),
            _ if controllers.split(',').any(|name| name == "memory") => {
                ("/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes")
            }
            _ => return None,
        };
        let folders = Path::new(path).ancestors().filter_map(Path::to_str);
        folders.filter_map(|path| free(&format!("{root}{}", path.trim_end_matches('/')), limit, used)).min()
    };
    cgroup.lines().filter_map(of_group).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_memory_is_read_from_what_linux_tells() {
        let text = "MemTotal:       24683432 kB\nMemFree: 1 kB\nMemAvailable:   24000 kB\n";
        assert_eq!(available(text), Some(24_000 * 1024));
        assert_eq!(available("MemTotal: 5 kB"), None);
        let files = |path: &str| {
            Some(match path {
                "/sys/fs/cgroup/a/b/memory.max" => "max\n".to_owned(),
                "/sys/fs/cgroup/a/memory.max" => "5000\n".to_owned(),
                "/sys/fs/cgroup/a/memory.current" => "2000\n".to_owned(),
                "/sys/fs/cgroup/memory/c/memory.limit_in_bytes" => "900".to_owned(),
                "/sys/fs/cgroup/memory/c/memory.usage_in_bytes" => "1000".to_owned(),
                _ => return None,
            })
        };
        assert_eq!(group_free("0::/a/b\n", &files), Some(3000));
        assert_eq!(group_free("5:cpu,memory:/c\n4:cpu:/a\n", &files), Some(0));
        assert_eq!(group_free("0::/\n", &files), None);
    }
}
