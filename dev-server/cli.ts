#!/usr/bin/env node
import { main } from "./command-line";

process.exitCode = await main(process.argv.slice(2), {
  write: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
  onStop: (stop) => void process.once("SIGINT", stop).once("SIGTERM", stop),
});
