import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { get, post, put, url } from './client'
import { keys } from './keys'
import type { Report, Written } from './types.gen'

/** Which report: of a template, a unit and a period. */
export interface ReportOf { template: string; unit: string; period: string }

export const templatesQuery = queryOptions({ queryKey: keys.templates, queryFn: async ({ signal }) => (await get('/reports', { signal })).items, staleTime: Infinity })

const LATE = 5_000 // figures that are behind are asked for again

export const reportQuery = (template: string, unit: string | undefined, period: string) =>
  queryOptions({
    queryKey: keys.report(template, unit, period),
    queryFn: ({ signal }) => get('/reports/{template}', { path: { template }, query: { unit, period }, signal }),
    refetchInterval: (q) => (q.state.data?.stale ? LATE : false),
  })

/** Where the report is fetched as a file. */
export const paperUrl = ({ template, unit, period }: ReportOf, format: string): string => url(`/reports/${template}`, { unit, period, format })

/** Writes one text; `version` is what it must still be, 0 where nothing is written for this period. */
export const writeText = ({ template, unit, period }: ReportOf, section: string, text: string, version: number) =>
  put('/reports/{template}/texts/{section}', { path: { template, section }, body: { unit, period, text }, version: version || undefined })

export const freezeReport = ({ template, unit, period }: ReportOf, seen: string) =>
  post('/reports/{template}/freeze', { path: { template }, body: { unit, period }, version: seen })

const all = (template: string) => ({ queryKey: keys.report(template) })
const is = (of: ReportOf, r: Report | undefined): r is Report => r?.unit.id === of.unit && r.period === of.period

/** The report as it was last read. */
export const keptReport = (client: QueryClient, of: ReportOf): Report | undefined =>
  client.getQueriesData<Report>(all(of.template)).map(([, r]) => r).find((r) => is(of, r))

export function keepReport(client: QueryClient, of: ReportOf, change: (r: Report) => Report): void {
  client.setQueriesData<Report>(all(of.template), (r) => (is(of, r) ? change(r) : r))
}

/** Reads the report anew and says what it is now. */
export async function rereadReport(client: QueryClient, of: ReportOf): Promise<Report | undefined> {
  await client.invalidateQueries(all(of.template))
  return keptReport(client, of)
}

/** Every text of a report. */
export const textsOf = (r: Report): Written[] => [...r.face, r.opening, ...r.chapters.flatMap((c) => c.sections.map((s) => s.text)), r.closing]

/** The report with one text in place of what stood there. */
export function withText(r: Report, text: Written): Report {
  const put = <T extends Written>(old: T): T => (old.key === text.key ? { ...old, ...text } : old)
  return {
    ...r,
    face: r.face.map(put),
    opening: put(r.opening),
    closing: put(r.closing),
    chapters: r.chapters.map((c) => ({ ...c, sections: c.sections.map((s) => ({ ...s, text: put(s.text) })) })),
  }
}
