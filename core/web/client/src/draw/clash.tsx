import { Button } from '@mantine/core'
import type { Field, Fields, Value } from '@/api/types.gen'
import { useWords } from '@/i18n'
import css from './draw.module.css'
import { FieldValue } from './field-value'

/** The fields two people changed: what the other one wrote, who that is, and how a field is settled. */
export interface Clashing { names: string[]; theirs: Fields; who: string; settle: (name: string, mine: boolean) => void }

/** Both values of a field two people changed, where it stands, to choose from. */
export function Clash({ field, mine, clash }: { field: Field; mine: Value | undefined; clash: Clashing }) {
  const words = useWords()
  const { who } = clash
  const label = words.pick(field.label, field.name)
  return (
    <div className={css.clash} role="group" aria-label={`${label}: ${words.t('conflict.at', { who })}`}>
      <p className={css.clashHead}>{words.t('conflict.at', { who })}</p>
      <dl>
        <div>
          <dt>{words.t('conflict.mine')}</dt>
          <dd><FieldValue field={field} value={mine} /></dd>
        </div>
        <div>
          <dt>{words.t('conflict.theirs', { who })}</dt>
          <dd><FieldValue field={field} value={clash.theirs[field.name]} /></dd>
        </div>
      </dl>
      <div className={css.buttons}>
        <Button variant="default" onClick={() => clash.settle(field.name, true)}>{words.t('conflict.keep')}</Button>
        <Button variant="default" onClick={() => clash.settle(field.name, false)}>{words.t('conflict.give', { who })}</Button>
      </div>
    </div>
  )
}
