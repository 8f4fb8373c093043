import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { openingsQuery } from '@/api/openings'
import type { Field, Kind, RecordPage } from '@/api/types.gen'
import { Loaded } from '@/draw/problem'
import { useWords } from '@/i18n'
import { IconSeal } from '@/ui/icons'
import { Card } from '@/ui/page'
import css from '../records.module.css'
import { AskToOpen } from './ask-to-open'
import { OpeningLog } from './opening-log'
import { SealForm } from './seal-form'

/**
 * What of a record is sealed: which fields, why, who may open them and who did.
 * Nothing typed or read here is kept on the device.
 */
export function SealedCard({ rec, kind }: { rec: RecordPage; kind: Kind | undefined }) {
  const { t } = useWords()
  const fields = kind?.fields.filter((f) => f.sealed && !f.internal) ?? []
  if (!kind || fields.length === 0) return null
  return (
    <Card id="sealed" title={t('sealed.title')}>
      <p className={css.muted}>{t('sealed.why')}</p>
      <ul className={css.sealedFields}>
        {fields.map((f) => <SealedField key={f.name} field={f} rec={rec} kind={kind} />)}
      </ul>
      {rec.sealed.length > 0 && <Openings rec={rec} kind={kind} />}
    </Card>
  )
}

/** One sealed field: whether there is something in it, and the way to fill it in. */
function SealedField({ field, rec, kind }: { field: Field; rec: RecordPage; kind: Kind }) {
  const words = useWords()
  const [filling, setFilling] = useState(false)
  const label = words.pick(field.label, field.name)
  const there = rec.sealed.includes(field.name)
  return (
    <li id={`fact-${field.name}`} tabIndex={-1}>
      <div>
        <strong>{label}</strong>
        {words.pick(field.hint) && <p className={css.muted}>{words.pick(field.hint)}</p>}
        <p className={css.muted}>
          {there && <IconSeal size={18} aria-hidden />}
          {words.t(there ? 'sealed.there' : 'sealed.empty')}
        </p>
      </div>
      {rec.open.fields.includes(field.name) && (
        <Button variant="default" aria-label={words.t(there ? 'sealed.replace_one' : 'sealed.fill_one', { field: label })} onClick={() => setFilling(true)}>
          {words.t(there ? 'sealed.replace' : 'sealed.fill')}
        </Button>
      )}
      {filling && <SealForm field={field} label={label} rec={rec} kind={kind} onClose={() => setFilling(false)} />}
    </li>
  )
}

function Openings({ rec, kind }: { rec: RecordPage; kind: Kind }) {
  const { t } = useWords()
  const query = useQuery(openingsQuery(rec.id))
  return (
    <Loaded query={query}>
      {({ items, keepers, can }) => (
        <>
          <p className={css.muted}>{keepers.length > 0 ? t('sealed.keepers', { names: keepers.map((k) => k.name).join(', ') }) : t('sealed.no_keeper')}</p>
          {can.includes('ask') && (keepers.length > 1 ? <AskToOpen rec={rec} kind={kind} /> : <p className={css.muted}>{t('sealed.one_keeper')}</p>)}
          <OpeningLog items={items} rec={rec} kind={kind} />
        </>
      )}
    </Loaded>
  )
}
