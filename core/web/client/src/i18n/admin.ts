import { addWords } from './index'
import words from './vi-admin.json'

// The words of the screens for account, units, people, modules and fields: most people never open them.
addWords(words)
