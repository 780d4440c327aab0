import { useInfiniteQuery } from '@tanstack/react-query'

export interface ListPage<Row> { items: Row[]; next?: string }

/** usePages turns the pages of a list, the newest first. Another key is another list, which begins anew. */
export function usePages<Row, Page extends ListPage<Row> = ListPage<Row>>(key: readonly unknown[], load: (cursor: string | undefined) => Promise<Page>, { enabled = true, every, looked = false }: {
  enabled?: boolean; every?: number
  /** The audit log is told what was shown: asked for only when somebody asks. */
  looked?: boolean
} = {}) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    enabled,
    refetchInterval: every,
    ...(looked && { refetchOnWindowFocus: false, refetchOnReconnect: false, staleTime: 60_000 }),
    placeholderData: (before) => before,
  })
  return {
    rows: query.data?.pages.flatMap((page) => page.items) ?? [],
    /** The page that came last, with what else the server says on it. */
    last: query.data?.pages.at(-1),
    more: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    pending: query.isPending,
    /** The rows shown are those of the filter before. */
    stale: query.isPlaceholderData,
    error: query.error,
    retry: () => void query.refetch(),
  }
}
export type Pages<Row> = ReturnType<typeof usePages<Row>>
