import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// The demo's party page, which the sandbox embeds.
export default defineConfig({
  root: 'party',
  base: '/party/',
  publicDir: false,
  plugins: [react(), tailwind()],
  build: {
    outDir: '../../internal/sandbox/assets/dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // the policy allows no font or picture inside a style sheet
    license: { fileName: 'licenses-of-libraries.md' },
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
})
