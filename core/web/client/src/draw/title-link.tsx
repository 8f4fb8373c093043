import { useMediaQuery } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { shorten } from './short'

const ROOM = { phone: 76, desk: 170 } // letters of two lines

/** The title of a record in a list: two lines at most, cut at a word, whole to whoever points at it or hears it. */
export function TitleLink({ id, title, step }: { id: string; title: string; step?: string }) {
  const desk = useMediaQuery('(min-width: 48em)')
  const short = shorten(title, desk ? ROOM.desk : ROOM.phone)
  const whole = short === title ? {} : { title, 'aria-label': title }
  return <Link to="/record/$id" params={{ id }} search={step ? { do: step } : {}} {...whole}>{short}</Link>
}
