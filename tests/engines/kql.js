// Parses queries of KQL, one JSON string a line, with Microsoft's own parser, and binds their names to the columns of
// AWSCloudTrail. Prints what it says about each: one JSON list of messages a line.
//
//     npm install --prefix FOLDER @kusto/language-service-next
//     NODE_PATH=FOLDER/node_modules node tests/engines/kql.js < queries

require("@kusto/language-service-next/bridge.min.js");
require("@kusto/language-service-next/Kusto.Language.Bridge.min.js");

// As Microsoft's reference of the table has them.
const TEXTS =
  "AdditionalEventData APIVersion AwsEventId AwsRequestId AwsRequestId_ AWSRegion Category CidrIp CipherSuite " +
  "ClientProvidedHostHeader DestinationPort EC2RoleDelivery ErrorCode ErrorMessage EventName EventSource EventTypeName " +
  "EventVersion IpProtocol OperationName RecipientAccountId RequestParameters Resources ResponseElements " +
  "ServiceEventDetails SessionIssuerAccountId SessionIssuerArn SessionIssuerPrincipalId SessionIssuerType " +
  "SessionIssuerUserName SharedEventId SourceIpAddress SourcePort SourceSystem TenantId TlsVersion Type UserAgent " +
  "UserIdentityAccessKeyId UserIdentityAccountId UserIdentityArn UserIdentityInvokedBy UserIdentityPrincipalid " +
  "UserIdentityType UserIdentityUserName VpcEndpointId";
const columns = TEXTS.split(" ").map((name) => `${name}:string`);
columns.push("ManagementEvent:bool", "ReadOnly:bool", "SessionMfaAuthenticated:bool");
columns.push("SessionCreationDate:datetime", "TimeGenerated:datetime");

const { KustoCode, GlobalState, Symbols } = Kusto.Language;
const table = new Symbols.TableSymbol.$ctor7("AWSCloudTrail", `(${columns.join(", ")})`, null);
const database = new Symbols.DatabaseSymbol.ctor("db", [table]);
const globals = GlobalState.Default.WithDatabase(database);

for (const line of require("fs").readFileSync(0, "utf8").split("\n")) {
  if (line === "") continue;
  const found = KustoCode.ParseAndAnalyze(JSON.parse(line), globals).GetDiagnostics();
  const messages = [];
  for (let at = 0; at < found.Count; at++) messages.push(found.getItem(at).Message);
  console.log(JSON.stringify(messages));
}
