import type { Touched } from '@/api/types.gen'
import { UnitPicker } from '@/draw/pickers'
import { useWords } from '@/i18n'
import type { PartProps, Undecided } from './draft'
import css from './units.module.css'

/** What an act would touch: people, work, and what becomes of every body. */
export function Rehearsal({ touched }: { touched: Touched }) {
  const { t } = useWords()
  return (
    <section aria-label={t('units.rehearsal')}>
      <ul className={css.muted}>
        <li>{t('units.rehearsal_posts', { n: touched.posts })}</li>
        <li>{t('units.rehearsal_work', { drafts: touched.drafts, open: touched.open })}</li>
        {touched.bodies.map((b) => (
          <li key={b.id}>{b.into_name ? t('units.rehearsal_body', { name: b.name, into: b.into_name }) : t('units.rehearsal_stays', { name: b.name })}</li>
        ))}
      </ul>
    </section>
  )
}

/** Bodies whose likeness does not tell who takes them over; their own name lets them stand beside. */
export function BodyFields({ draft, errors, onChange }: PartProps) {
  const { t } = useWords()
  const choose = (body: Undecided, into: string) => onChange({ bodies: draft.bodies.map((b) => (b.id === body.id ? { ...b, into } : b)) })
  return (
    <>
      {draft.bodies.map((b) => (
        <UnitPicker key={b.id} label={t('units.body_into', { name: b.name })} description={t('units.body_into_hint')} required value={b.into} onChange={(into) => choose(b, into)} error={b.into === '' ? errors.bodies : undefined} />
      ))}
    </>
  )
}
