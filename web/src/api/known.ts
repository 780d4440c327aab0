import { useQuery } from '@tanstack/react-query'
import { api, must } from './client'
import { useSession } from './session'

/** useApps are the apps there are, with their settings as far as the reader may see them. */
export function useApps() {
  return useQuery({ queryKey: ['apps'], queryFn: () => must(api.GET('/apps')), staleTime: 60_000 })
}

/** useAppNames are the apps as a choice; empty where there is nothing to choose. */
export function useAppNames(): readonly (readonly [id: string, name: string])[] {
  const items = useApps().data?.items ?? []
  return items.length < 2 ? [] : items.map(({ app }) => [app.id ?? '', app.name || app.id || ''] as const)
}

/** useStaff is everybody, for those who may know who is on the staff. */
export function useStaff() {
  const { may } = useSession()
  return useQuery({ queryKey: ['staff'], queryFn: () => must(api.GET('/staff')), staleTime: 60_000, enabled: may('oversee') })
}

/** useStaffName names somebody of the staff by his id; a number where nobody knows him any more. */
export function useStaffName(): (id: string | number) => string {
  const { data } = useQuery({ queryKey: ['staff', 'names'], queryFn: () => must(api.GET('/staff/names')), staleTime: 300_000 })
  return (id) => data?.items?.find((member) => String(member.id) === String(id))?.username ?? `#${id}`
}
