import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { picture, svg } from './picture'

/** Call is one order that the business platform was given (seed 002, 惩罚接口 to 解封). */
export interface Call { path: string; query: URLSearchParams; key: string }

/** Platform is the business platform and the media host of the app: it carries out what it is told and remembers it. */
export class Platform {
  readonly calls: Call[] = []
  /** refuse answers every order with a definite no, so that it is parked. */
  refuse = false
  base = ''
  private server: Server

  constructor() {
    this.server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://platform')
      request.resume()
      if (url.pathname.startsWith('/media/')) {
        const body = url.pathname.endsWith('.svg') ? svg : picture(url.pathname)
        response.writeHead(200, { 'content-type': 'image/png' }).end(body)
        return
      }
      if (this.refuse) {
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"ret":1,"code":"refused","info":"not today"}')
        return
      }
      this.calls.push({ path: url.pathname.replace('/api', ''), query: url.searchParams, key: String(request.headers['idempotency-key'] ?? '') })
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"ret":0,"code":"","info":""}')
    })
  }

  async start() {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done))
    this.base = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  async stop() {
    this.server.closeAllConnections()
    await new Promise((done) => this.server.close(done))
  }

  /** about are the orders whose path or parameters name the user. */
  about(user: string): Call[] {
    return this.calls.filter((call) => call.path.split('/').includes(user) || call.query.get('uid') === user)
  }
}
