// DuckDB's side of the race: the card as one CASE expression over a table of doubles. Called by peers.py.
import { readFileSync, openSync, readSync, closeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';

const require = createRequire(process.argv[3] + '/');
const duckdb = require('@duckdb/node-api');
const folder = process.argv[2];
const card = JSON.parse(readFileSync(`${folder}/score.json`));
const rows = 1_000_000, chunkRows = 2048;

const instance = await duckdb.DuckDBInstance.create(':memory:', { threads: '1' });
const connection = await instance.connect();
await connection.run(`CREATE TABLE customers (${card.columns.map((_, c) => `x${c} DOUBLE`).join(', ')})`);

// NaN is stored as NULL, as a missing number is in SQL.
const file = openSync(`${folder}/score.columns`);
const appender = await connection.createAppender('customers');
const types = card.columns.map(() => duckdb.DOUBLE);
for (let first = 0; first < rows; first += chunkRows) {
  const count = Math.min(chunkRows, rows - first);
  const chunk = duckdb.DuckDBDataChunk.create(types, count);
  for (let c = 0; c < card.columns.length; c++) {
    const bytes = Buffer.alloc(count * 8);
    readSync(file, bytes, 0, bytes.length, (c * rows + first) * 8);
    const values = Array.from(new Float64Array(bytes.buffer, bytes.byteOffset, count), value => (Number.isNaN(value) ? null : value));
    chunk.setColumnValues(c, values);
  }
  appender.appendDataChunk(chunk);
}
appender.closeSync();
closeSync(file);

const term = ({ cuts, weights, missing }, c) =>
  `CASE WHEN x${c} IS NULL THEN ${missing}::DOUBLE ${cuts.map((cut, i) => `WHEN x${c} < ${cut}::DOUBLE THEN ${weights[i]}::DOUBLE`).join(' ')} ELSE ${weights[cuts.length]}::DOUBLE END`;
const probability = `1 / (1 + exp(-(${card.intercept}::DOUBLE + ${card.columns.map(term).join(' + ')})))`;
const prepared = await connection.prepare(`SELECT sum(${probability}) FROM customers`);
const total = async () => Number((await (await prepared.run()).getRows())[0][0]);

const version = (await (await connection.run('SELECT version()')).getRows())[0][0];
console.log(JSON.stringify({ version, total: await total() }));
for await (const line of createInterface({ input: process.stdin })) {
  if (line === '')
    break;
  const start = process.cpuUsage();
  for (let i = 0; i < Number(line); i++)
    await total();
  const used = process.cpuUsage(start);
  console.log((used.user + used.system) * 1e-6 / Number(line));
}
process.exit(0);
