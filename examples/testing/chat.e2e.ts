import { expect, test as base } from "@playwright/test";
import { startDevServer, type DevServer } from "comet-server-api/dev-server";

const test = base.extend<{ comet: DevServer }>({
  comet: async ({}, use) => {
    const comet = await startDevServer({ port: 0 });
    comet.authorize(7, "hash7");
    comet.authorize(8, "hash8");
    comet.keepLog("webauth_chat", 10);
    await use(comet);
    await comet.close();
  },
});

test("two visitors talk, also after a lost connection", async ({ browser, comet }) => {
  const visit = async (id: number) => {
    // In a context of its own: the pages of one context are tabs, and share the connection.
    const page = await browser.newPage();
    await page.goto(`/?node=${comet.node}&user_id=${id}&user_key=hash${id}`);
    await expect(page.getByRole("status")).toHaveText("Connected");
    return page;
  };
  const [ann, bob] = [await visit(7), await visit(8)];

  await ann.getByLabel("Message").fill("hi");
  await ann.getByRole("button").click();
  await expect(bob.getByRole("listitem")).toHaveText(["7: hi"]);

  comet.refuse("connection");
  comet.closeConnections();
  await expect(bob.getByRole("status")).toHaveText("No connection, trying again");
  comet.publish("webauth_chat", "message", { text: "meanwhile" });
  comet.refuse(null);
  await expect(bob.getByRole("listitem")).toHaveText(["7: hi", "0: meanwhile"]);
});
