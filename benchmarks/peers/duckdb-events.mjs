// DuckDB's side of the race over transactions: one GROUP BY for each kind of key. Called by peers.py.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';

const require = createRequire(process.argv[3] + '/');
const duckdb = require('@duckdb/node-api');
const folder = process.argv[2];
const chunkRows = 2048;

const view = (name, type) => {
  const bytes = readFileSync(`${folder}/events.${name}`);
  return new type(bytes.buffer, bytes.byteOffset, bytes.length / type.BYTES_PER_ELEMENT);
};
const dense = view('dense', BigInt64Array), sparse = view('sparse', BigInt64Array), seconds = view('seconds', BigInt64Array), amounts = view('amounts', Float64Array);
const instance = await duckdb.DuckDBInstance.create(':memory:', { threads: '1' });
const connection = await instance.connect();
await connection.run('CREATE TABLE loaded (dense INTEGER, sparse BIGINT, seconds BIGINT, amount DOUBLE)');
const appender = await connection.createAppender('loaded');
const types = [duckdb.INTEGER, duckdb.BIGINT, duckdb.BIGINT, duckdb.DOUBLE];
for (let first = 0; first < amounts.length; first += chunkRows) {
  const end = Math.min(first + chunkRows, amounts.length);
  const chunk = duckdb.DuckDBDataChunk.create(types, end - first);
  chunk.setColumnValues(0, Array.from(dense.subarray(first, end), Number));
  chunk.setColumnValues(1, Array.from(sparse.subarray(first, end)));
  chunk.setColumnValues(2, Array.from(seconds.subarray(first, end)));
  chunk.setColumnValues(3, Array.from(amounts.subarray(first, end)));
  appender.appendDataChunk(chunk);
}
appender.closeSync();
await connection.run("CREATE TABLE events AS SELECT *, 'C-' || CAST(dense + 10000000 AS VARCHAR) AS text FROM loaded");
await connection.run('DROP TABLE loaded');

const cut = Date.UTC(2024, 0, 1) / 1000, day = 86400;
const query = key => `CREATE OR REPLACE TEMP TABLE found AS SELECT ${key}, count(*) AS n, min(seconds) AS first, max(seconds) AS last, sum(amount) AS total, `
  + [30, 90, 365].map(days => `count(*) FILTER (WHERE seconds >= ${cut - days * day}) AS w${days}`).join(', ') + ` FROM events GROUP BY ${key}`;
const run = async key => { await connection.run(query(key)); };

await run('dense');
const sums = (await (await connection.run('SELECT count(*), sum(n), sum(w30), sum(w90), sum(w365), sum(total) FROM found')).getRows())[0].map(Number);
const version = (await (await connection.run('SELECT version()')).getRows())[0][0];
console.log(JSON.stringify({ version, total: sums }));
for await (const line of createInterface({ input: process.stdin })) {
  if (line === '')
    break;
  const start = process.cpuUsage();
  await run(line);
  const used = process.cpuUsage(start);
  console.log((used.user + used.system) * 1e-6);
}
process.exit(0);
