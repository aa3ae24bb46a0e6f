import { expect, it, vi } from "vitest";

const { cometApi, server } = await vi.hoisted(async () => {
  const { createTestComet } = await import("comet-server-api/testing");
  return createTestComet();
});
vi.mock("comet-server-api", async (original) => ({ ...(await original<object>()), cometApi }));

it("collects the news", async () => {
  const { news } = await import("./news");
  cometApi.start({ node: "comet.example.com" });
  await server.connected();
  server.publish("web_news", "flash", "It rains");
  await server.settled();
  expect(news).toEqual(["It rains"]);
  cometApi.stop();
});
