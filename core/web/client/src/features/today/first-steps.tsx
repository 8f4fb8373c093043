import { Button } from '@mantine/core'
import { useState } from 'react'
import { useMe } from '@/api/me'
import { useWords } from '@/i18n'
import { Card } from '@/ui/page'
import css from './today.module.css'

const SEEN = 'doanket.steps.'

/** Where to begin, in the words of the reader's role, until they have read it on this device. */
export function FirstSteps() {
  const { t, pick } = useWords()
  const { help, person } = useMe()
  const [seen, setSeen] = useState(() => localStorage.getItem(SEEN + person.id) !== null)
  if (seen || help.length === 0) return null
  const close = () => {
    localStorage.setItem(SEEN + person.id, '1')
    setSeen(true)
  }
  return (
    <Card id="first-steps" title={t('today.first_steps')} action={<Button variant="default" onClick={close}>{t('today.first_steps_read')}</Button>}>
      <ol className={css.steps}>{help.map((line, i) => <li key={i}>{pick(line)}</li>)}</ol>
    </Card>
  )
}
