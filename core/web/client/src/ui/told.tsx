import '@mantine/core/styles/Notification.css'
import '@mantine/notifications/styles.css'
import { Notifications } from '@mantine/notifications'

export { notifications } from '@mantine/notifications'

/** Where what is told is shown. */
export function Told() {
  return <Notifications position="top-right" zIndex={500} containerWidth={420} />
}
