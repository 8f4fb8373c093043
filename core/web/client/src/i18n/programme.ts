import { addWords } from './index'
import words from './vi-programme.json'

// The words of the screens of the resolution.
addWords(words)
