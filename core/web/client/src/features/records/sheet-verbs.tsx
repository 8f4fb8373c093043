import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { exportUrl, fetchExport, type ExportQuery } from '@/api/sheets'
import type { Kind } from '@/api/types.gen'
import { unitsQuery } from '@/api/units'
import { useWords } from '@/i18n'
import { IconDownload } from '@/ui/icons'
import { LinkButton } from '@/ui/link-button'
import { Actions } from '@/ui/page'

/** A list as a sheet, and a sheet into the list. What is restricted leaves only after a proof, which a plain link cannot ask for. */
export function SheetVerbs({ kind, query }: { kind: Kind; query: ExportQuery }) {
  const { t } = useWords()
  const fetched = useMutation({ mutationFn: () => fetchExport(kind.full_name, query) })
  const makes = kind.can_create === true && kind.enabled === true
  const places = useQuery({ ...unitsQuery({ for: kind.full_name, open: true, limit: 2 }), enabled: makes })
  const sign = <IconDownload size={18} aria-hidden />
  return (
    <Actions>
      {kind.sensitivity === 'restricted'
        ? <Button variant="default" leftSection={sign} loading={fetched.isPending} onClick={() => fetched.mutate()}>{t('sheet.export')}</Button>
        : <Button component="a" variant="default" leftSection={sign} href={exportUrl(kind.full_name, query)} download>{t('sheet.export')}</Button>}
      {makes && (places.data?.items.length ?? 0) > 1 && <LinkButton variant="default" to="/records/$kind/many" params={{ kind: kind.full_name }}>{t('many.open')}</LinkButton>}
      {makes && <LinkButton variant="default" to="/records/$kind/import" params={{ kind: kind.full_name }}>{t('sheet.import')}</LinkButton>}
    </Actions>
  )
}
