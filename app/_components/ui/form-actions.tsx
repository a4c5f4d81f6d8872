import { BUTTON, PRIMARY_BUTTON } from '@/app/_components/ui/controls';

interface FormActionsProps {
  /** What the form is about: `rule`, `channel`. */
  readonly thing: string;
  readonly isNew: boolean;
  readonly busy: boolean;
  readonly onCancel: () => void;
  readonly onDelete: () => void;
}

/** The buttons under a form: create or save, cancel and, for existing items, delete. */
export function FormActions({ thing, isNew, busy, onCancel, onDelete }: FormActionsProps) {
  return (
    <div className="flex flex-wrap gap-2">
      <button type="submit" disabled={busy} className={PRIMARY_BUTTON}>
        {isNew ? 'Create' : 'Save'} {thing}
      </button>
      <button type="button" className={BUTTON} onClick={onCancel}>
        Cancel
      </button>
      {!isNew && (
        <button type="button" disabled={busy} className={`${BUTTON} ml-auto text-bad`} onClick={onDelete}>
          Delete {thing}
        </button>
      )}
    </div>
  );
}
