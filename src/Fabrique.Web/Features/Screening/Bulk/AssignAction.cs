using Fabrique.Domain;
using Fabrique.Dsfr;

namespace Fabrique.Web.Features.Screening.Bulk;

/// <summary>Gives applications to somebody to see to, or to nobody.</summary>
public sealed class AssignAction(ScreeningFiles files) : BulkAction
{
    public const string ActionCode = "assign";

    /// <summary>Name of the person’s identifier among the parameters.</summary>
    public const string PersonField = "responsable";

    public override string Code => ActionCode;

    public override string Label => "Attribuer";

    public override int Order => 30;

    public override Task<IReadOnlyList<BulkField>> FieldsAsync(ScreeningFrame frame, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<BulkField>>(
        [new BulkField(PersonField, "Suivie par") { Options = [.. frame.Team.Select(person => new DsfrOption(person.Id.ToString("D"), person.Name)), new DsfrOption(ScreeningFilter.Nobody, "Personne")] }]);

    public override async Task<Outcome<string>> PlanAsync(IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        var asked = parameters.GetValueOrDefault(PersonField, "");
        return asked == ScreeningFilter.Nobody ? Outcome.With("N’attribuer à personne")
            : !Guid.TryParse(asked, out var id) ? new Refusal("assignee-none", "Choisissez une personne dans la liste.")
            : await files.FindPersonAsync(id, cancellationToken) is { } person ? Outcome.With($"Attribuer à {person.Name}") : ScreeningFiles.NotOfTheTeam;
    }

    public override async Task<Refusal?> MayAsync(BulkStep step, CancellationToken cancellationToken) => step[PersonField] == ScreeningFilter.Nobody
        ? ScreeningFiles.NotSubmitted(step.Application)
        : ScreeningFiles.MayBeAssigned(step.Application) ?? (await files.FindPersonAsync(Guid.Parse(step[PersonField]), cancellationToken) is null ? ScreeningFiles.NotOfTheTeam : null);

    public override async Task<string> DoAsync(BulkStep step, CancellationToken cancellationToken)
    {
        var person = step[PersonField] == ScreeningFilter.Nobody ? null : await files.FindPersonAsync(Guid.Parse(step[PersonField]), cancellationToken);
        return files.Assign(await files.OpenAsync(step.Application.Id, cancellationToken), person) ? "" : person is null ? "Personne ne la suivait." : $"Elle était déjà suivie par {person.Name}.";
    }
}
