import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { hasFiled } from '@/api/filed'
import { useKinds, useMe } from '@/api/me'
import { kindLabel } from '@/draw/words'
import { useWords } from '@/i18n'
import { inSentence } from '@/i18n/format'
import { Card } from '@/ui/page'
import css from './today.module.css'

const SEEN = 'doanket.steps.'

/** Where to begin, in the words of the reader's role, until they have read it on this device; and an example of what they write, until they have handed something of their own in. */
export function FirstSteps() {
  const { t, pick } = useWords()
  const { help, person } = useMe()
  const [seen, setSeen] = useState(() => localStorage.getItem(SEEN + person.id) !== null)
  if (seen || help.length === 0) return <Example />
  const close = () => {
    localStorage.setItem(SEEN + person.id, '1')
    setSeen(true)
  }
  return (
    <Card id="first-steps" title={t('today.first_steps')} action={<Button variant="default" onClick={close}>{t('today.first_steps_read')}</Button>}>
      <ol className={css.steps}>{help.map((line, i) => <li key={i}>{pick(line)}</li>)}</ol>
      <Example />
    </Card>
  )
}

/** The first kind the reader makes; to who makes none, the first they read. */
function Example() {
  const words = useWords()
  const { menu, person } = useMe()
  const { data: kinds } = useKinds()
  if (!kinds || hasFiled(person.id)) return null
  const shown = menu.flatMap((e) => kinds.get(e.kind) ?? []).filter((k) => k.example)
  const kind = shown.find((k) => k.can_create) ?? shown[0]
  if (!kind) return null
  return <p><Link className={css.all} to="/records/$kind/example" params={{ kind: kind.full_name }}>{words.t('today.example', { kind: inSentence(kindLabel(words, kind)) })}</Link></p>
}
