import { api, must } from '../../api/client'

/** The lists that people are put on by hand. */
export const lists = ['risk', 'special'] as const
export type List = (typeof lists)[number]

/** Both lists are asked for in the same way, at addresses of their own. */
export const listCalls = {
  risk: {
    page: (app: string, cursor?: string) => must(api.GET('/risk_users', { params: { query: { app, cursor, limit: 50 } } })),
    find: (app: string, user_id: string) => must(api.GET('/risk_users/{user_id}', { params: { path: { user_id }, query: { app } } })),
    add: (app: string, user_id: string, key: string) => must(api.POST('/risk_users', { params: { header: { 'Idempotency-Key': key } }, body: { app, user_id } })),
    remove: (app: string, user_id: string) => must(api.DELETE('/risk_users/{user_id}', { params: { path: { user_id }, query: { app } } })),
  },
  special: {
    page: (app: string, cursor?: string) => must(api.GET('/special_users', { params: { query: { app, cursor, limit: 50 } } })),
    find: (app: string, user_id: string) => must(api.GET('/special_users/{user_id}', { params: { path: { user_id }, query: { app } } })),
    add: (app: string, user_id: string, key: string) => must(api.POST('/special_users', { params: { header: { 'Idempotency-Key': key } }, body: { app, user_id } })),
    remove: (app: string, user_id: string) => must(api.DELETE('/special_users/{user_id}', { params: { path: { user_id }, query: { app } } })),
  },
} as const
