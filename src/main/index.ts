import { boot } from './app/boot.ts'
import { composeDesk } from './app/compose.ts'

boot(composeDesk)
