import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

// The server embeds what is built here.
const dist = '../internal/console/assets/dist'

/** compressed lays a Brotli file beside every text file, so that the server never compresses. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    closeBundle() {
      for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !/\.(js|css|html|svg)$/.test(entry.name)) continue
        const file = join(entry.parentPath, entry.name)
        const text = readFileSync(file)
        const packed = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
        if (packed.length < text.length) writeFileSync(`${file}.br`, packed)
      }
    },
  }
}

// The server that `make dev` stands before.
const server = process.env.XIEZHI_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  base: '/console/',
  plugins: [react(), tailwind(), compressed()],
  build: {
    outDir: dist,
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // the policy allows no font or picture inside a style sheet
    license: { fileName: 'licenses-of-libraries.md' },
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': server, '/media': server } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}', 'party/**/*.test.ts'] },
})
