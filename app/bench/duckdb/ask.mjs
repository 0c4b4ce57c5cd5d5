// DuckDB as a peer of the questions: node ask.mjs USAGE ENTITLEMENTS loads two
// files into native tables in memory, says {"ready":true}, and answers each
// line {"sql"} with {"ms","rows"}. Only the statement is timed, not how its
// rows become JSON.
import { createInterface } from "node:readline";
import { DuckDBInstance } from "@duckdb/node-api";

const [usage, entitlements] = process.argv.slice(2).map((path) => path.replaceAll("'", "''"));
const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
const connection = await instance.connect();
await connection.run(`CREATE TABLE usage AS SELECT * FROM read_csv(['${usage.replaceAll(",", "','")}'], columns = {
  date: 'DATE', account: 'VARCHAR', product: 'VARCHAR', feature: 'VARCHAR', active: 'BIGINT', used: 'DECIMAL(18, 2)' })`);
await connection.run(`CREATE TABLE entitlement AS SELECT * EXCLUDE (auto), nullif(auto, '') AS auto FROM read_csv('${entitlements}', columns = {
  entitlement: 'VARCHAR', account: 'VARCHAR', name: 'VARCHAR', country: 'VARCHAR', product: 'VARCHAR', quantity: 'BIGINT',
  assigned: 'BIGINT', start_day: 'DATE', end_day: 'DATE', status: 'VARCHAR', auto: 'VARCHAR' })`);

const plain = (value) => {
  if (value === null || typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "bigint") return Number(value);
  return typeof value.toDouble === "function" ? value.toDouble() : String(value);
};

const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
say({ ready: true });
for await (const line of createInterface({ input: process.stdin })) {
  try {
    const begun = process.hrtime.bigint();
    const result = await connection.run(JSON.parse(line).sql);
    const chunks = await result.fetchAllChunks();
    const ms = Number(process.hrtime.bigint() - begun) / 1e6;
    say({ ms, rows: chunks.flatMap((chunk) => chunk.getRows()).map((row) => row.map(plain)) });
  } catch (error) {
    say({ error: String(error) });
  }
}
connection.closeSync();
