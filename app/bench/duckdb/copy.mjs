// Copies a usage file into a table of DuckDB in memory: node copy.mjs FILE ROWS.
import { DuckDBInstance } from "@duckdb/node-api";

const [file, rows] = process.argv.slice(2);
const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
await connection.run(
  "CREATE TABLE usage (date DATE, account_id VARCHAR, product_id VARCHAR, feature VARCHAR, active_users BIGINT, quantity DECIMAL(18, 2))",
);
await connection.run(`COPY usage FROM '${file.replaceAll("'", "''")}' (FORMAT csv, HEADER)`);
const reader = await connection.runAndReadAll("SELECT count(*) FROM usage");
const copied = Number(reader.getRows()[0][0]);
if (copied !== Number(rows)) {
  throw new Error(`DuckDB copied ${copied} rows of ${rows}.`);
}
connection.closeSync();
