import { cometApi } from "comet-server-api";

export const news: string[] = [];

cometApi.subscribe("web_news.flash", ({ data }) => news.push(String(data)));
