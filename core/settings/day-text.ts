import { z } from 'zod';
import { isCalendarDay } from '../model/calendar-day';

/** A day that people give, in UTC. */
export const dayText = z.string().refine(isCalendarDay, 'must be a day, as 2026-11-21');
