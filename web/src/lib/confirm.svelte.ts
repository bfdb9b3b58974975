// One question at a time, answered in a dialog.

export interface Question {
  title: string;
  text: string;
  action: string;
}

class Confirmation {
  question: Question | undefined = $state.raw(undefined);
  private answer: ((sure: boolean) => void) | undefined;

  ask(question: Question): Promise<boolean> {
    this.answer?.(false);
    this.question = question;
    return new Promise((resolve) => (this.answer = resolve));
  }

  close(sure: boolean): void {
    this.question = undefined;
    this.answer?.(sure);
    this.answer = undefined;
  }
}

export const confirmation = new Confirmation();
export const confirmed = (question: Question) => confirmation.ask(question);
