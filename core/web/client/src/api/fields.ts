import { queryOptions } from '@tanstack/react-query'
import { get, put } from './client'
import { keys } from './keys'
import type { OwnField, OwnFieldList } from './types.gen'

const pathOf = (full: string) => {
  const [module = '', kind = ''] = full.split('.')
  return { module, kind }
}

export const fieldsQuery = (full: string) => queryOptions({
  queryKey: keys.fields(full),
  queryFn: ({ signal }) => get('/kinds/{module}.{kind}/fields', { path: pathOf(full), signal }),
})

/** Puts fields in place of those the list shows, unless somebody has changed them since. */
export const setFields = (list: OwnFieldList, fields: OwnField[]) =>
  put('/kinds/{module}.{kind}/fields', { path: pathOf(list.kind), version: list.version, body: { fields } })
