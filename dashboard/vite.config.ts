import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

/** Where `npm start` listens, for `vite dev` beside a running server. */
const server = 'http://127.0.0.1:8420'

export default defineConfig({
  plugins: [vue()],
  build: {
    outDir: '../dist/dashboard',
    emptyOutDir: true,
    // Browsers of government desks lag by years: 奇安信 and 360 on 麒麟 and UOS.
    target: 'chrome87',
    // A data: URL in CSS or a module preload script would need a looser content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      treeshake: {
        // The page takes types and pure functions from core; building a schema has no effect that it needs.
        manualPureFunctions: ['z', 'Grade', 'Instant', 'Span', 'MentionId', 'Policy']
      }
    }
  },
  server: { proxy: { '/api': { target: server, ws: true } } }
})
