// Listens on a free port of this machine, and writes its address where the caller says once it is ready. usage: node cosmos.js FILE
const fs = require("fs");
const { createHttpServer } = require("@vercel/cosmosdb-server");

const server = createHttpServer({ keepAlive: true });
server.listen(0, "127.0.0.1", () => fs.writeFileSync(process.argv[2], `http://127.0.0.1:${server.address().port}/`));
