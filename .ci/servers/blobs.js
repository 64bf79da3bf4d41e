// A blob service on a free port of this machine; writes its address where the caller says once it is ready. usage: node blobs.js FILE
const fs = require("fs");
const path = require("path");
const { spawn } = require("child_process");

const main = path.join(path.dirname(require.resolve("azurite/package.json")), "dist/src/blob/main.js");
const server = spawn(process.execPath, [main, "--inMemoryPersistence", "--skipApiVersionCheck", "--blobPort", "0"], { stdio: ["ignore", "pipe", "inherit"] });
process.on("SIGTERM", () => server.kill());
server.on("exit", code => process.exit(code ?? 0));
server.stdout.on("data", text => {
  const ready = /successfully listens on (http:\S+)/.exec(text);
  if (ready) fs.writeFileSync(process.argv[2], `${ready[1]}/devstoreaccount1`);
});
