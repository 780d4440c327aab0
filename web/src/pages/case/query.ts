import { useQuery } from '@tanstack/react-query'
import { type Schemas, api, must } from '../../api/client'

export type Story = Schemas['CaseStory']

/** useStory is all that is known of a case. Looking goes into the audit log, so that it is asked for only when somebody asks, or while what he did is still on its way. */
export function useStory(id: number) {
  return useQuery({
    queryKey: ['case', id], queryFn: () => must(api.GET('/cases/{id}', { params: { path: { id } } })),
    refetchOnWindowFocus: false, refetchOnReconnect: false, staleTime: 60_000,
  })
}
