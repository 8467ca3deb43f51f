using Fabrique.Domain;
using Fabrique.Dsfr;

namespace Fabrique.Web.Features.Screening.Bulk;

/// <summary>What putting a label and taking one off share.</summary>
public abstract class LabelAction(ScreeningFiles files) : BulkAction
{
    /// <summary>Name of the label’s identifier among the parameters.</summary>
    public const string LabelField = "etiquette";

    protected ScreeningFiles Files => files;

    protected abstract string Sentence(string label);

    public sealed override Task<IReadOnlyList<BulkField>> FieldsAsync(ScreeningFrame frame, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<BulkField>>([new BulkField(LabelField, "Étiquette") { Options = [.. frame.Labels.Select(label => new DsfrOption(label.Id.ToString("D"), label.Name))] }]);

    public sealed override async Task<Outcome<string>> PlanAsync(IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken) =>
        Guid.TryParse(parameters.GetValueOrDefault(LabelField), out var id)
            ? await files.FindLabelAsync(id, cancellationToken) is { } label ? Outcome.With(Sentence(label.Name)) : ScreeningFiles.LabelGone
            : new Refusal("label-none", "Choisissez une étiquette dans la liste.");

    protected static Guid LabelOf(BulkStep step) => Guid.Parse(step[LabelField]);
}

public sealed class PutLabelAction(ScreeningFiles files) : LabelAction(files)
{
    public const string ActionCode = "put-label";

    public override string Code => ActionCode;

    public override string Label => "Ajouter une étiquette";

    public override int Order => 10;

    protected override string Sentence(string label) => $"Ajouter l’étiquette « {label} »";

    public override async Task<Refusal?> MayAsync(BulkStep step, CancellationToken cancellationToken) => await Files.FindLabelAsync(LabelOf(step), cancellationToken) is null
        ? ScreeningFiles.LabelGone
        : ScreeningFiles.NotSubmitted(step.Application) ?? (await Files.OpenAsync(step.Application.Id, cancellationToken)).MayBear(LabelOf(step));

    public override async Task<string> DoAsync(BulkStep step, CancellationToken cancellationToken) =>
        Files.Put(await Files.OpenAsync(step.Application.Id, cancellationToken), (await Files.FindLabelAsync(LabelOf(step), cancellationToken))!) ? "" : "Elle portait déjà cette étiquette.";
}

public sealed class TakeOffLabelAction(ScreeningFiles files) : LabelAction(files)
{
    public override string Code => "take-off-label";

    public override string Label => "Retirer une étiquette";

    public override int Order => 20;

    protected override string Sentence(string label) => $"Retirer l’étiquette « {label} »";

    public override Task<Refusal?> MayAsync(BulkStep step, CancellationToken cancellationToken) => Task.FromResult(ScreeningFiles.NotSubmitted(step.Application));

    public override async Task<string> DoAsync(BulkStep step, CancellationToken cancellationToken) =>
        (await Files.OpenAsync(step.Application.Id, cancellationToken)).TakeOff(LabelOf(step)) ? "" : "Elle ne portait pas cette étiquette.";
}
