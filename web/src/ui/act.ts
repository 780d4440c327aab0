import { useRef } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { asProblem, onceKey } from '../api/client'

/** useAct changes something on the server. Sent again after silence it happens once; what is shown anywhere is asked for anew when it is done, unless `refetches` is false. */
export function useAct<In, Out>(act: (input: In, key: string) => Promise<Out>, done?: (out: Out, input: In) => void, { refetches = true } = {}) {
  const client = useQueryClient()
  const sent = useRef({ body: '', key: '' })
  const { mutate, isPending, error, data, reset, variables } = useMutation({
    mutationFn: (input: In) => {
      const body = JSON.stringify(input) ?? ''
      if (sent.current.body !== body || sent.current.key === '') sent.current = { body, key: onceKey() }
      return act(input, sent.current.key)
    },
    onSuccess: (out, input) => {
      sent.current.key = ''
      if (refetches) void client.invalidateQueries()
      done?.(out, input)
    },
    onError: (failure) => {
      if (!asProblem(failure).passing) sent.current.key = ''
    },
  })
  return { run: mutate, busy: isPending, error, result: data, input: variables, reset }
}
