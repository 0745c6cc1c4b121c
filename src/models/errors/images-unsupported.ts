import { AppError } from "#kernel";
import { formatModelRef, type ModelRef } from "#minions";

/** A request holds an image and the model sees none. */
export class ImagesUnsupportedError extends AppError<"images-unsupported"> {
  readonly code = "images-unsupported";
  readonly ref: ModelRef;

  constructor(ref: ModelRef, options?: ErrorOptions) {
    super(
      `${formatModelRef(ref)} does not see images. Leave the images out, or use a model that sees.`,
      options,
    );
    this.ref = ref;
  }
}
