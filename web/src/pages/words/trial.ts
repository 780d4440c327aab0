import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api, must } from '../../api/client'

/** useTrial asks what would become of a text. The text is kept beside it, for what was found are places in that text. */
export function useTrial(app: string, text: string) {
  return useQuery({
    queryKey: ['words', 'try', app, text],
    queryFn: async ({ signal }) => ({ text, trial: await must(api.POST('/words/try', { body: { app: app || undefined, text }, signal })) }),
    enabled: text.trim() !== '', placeholderData: keepPreviousData, gcTime: 10_000,
  })
}
