import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { pageWords } from '../tools/page-words/vite-plugin.ts'
import { compileHints } from './build/compile-hints.ts'
import { earlyScript } from './build/early-script.ts'
import { gzipFiles } from './build/gzip-files.ts'
import { pureSchemas } from './build/pure-schemas.ts'

/** Where `npm start` listens, for `vite dev` beside a running server. */
const server = 'http://127.0.0.1:8420'

export default defineConfig({
  plugins: [
    pureSchemas(),
    vue(),
    pageWords(fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')),
    compileHints(),
    earlyScript(['/index.html', '/m.html']),
    gzipFiles()
  ],
  build: {
    outDir: '../dist/dashboard',
    emptyOutDir: true,
    // Browsers of government desks lag by years: 奇安信 and 360 on 麒麟 and UOS.
    target: 'chrome87',
    // A data: URL in CSS or a module preload script would need a looser content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // The page behind a 一键签收链接 is one of its own, so that a telephone loads a few kilobytes.
      // So is the leader's.
      input: {
        index: fileURLToPath(new URL('index.html', import.meta.url)),
        early: fileURLToPath(new URL('early.ts', import.meta.url)),
        sign: fileURLToPath(new URL('sign.html', import.meta.url)),
        m: fileURLToPath(new URL('m.html', import.meta.url))
      },
      // Few screens check by a schema: those bring it, beside what all screens share.
      output: { codeSplitting: { groups: [{ name: 'zod', test: /\/node_modules\/zod\// }] } }
    }
  },
  server: { proxy: { '/api': { target: server, ws: true } } }
})
