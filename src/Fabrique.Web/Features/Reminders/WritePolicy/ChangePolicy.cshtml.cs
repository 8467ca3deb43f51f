using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Reminders.WritePolicy;

/// <summary>« Modifier une politique de relance »: which planned reminders move is shown before anything is saved.</summary>
[Authorize(Policies.Administrator)]
public sealed class ChangePolicyModel(FabriqueDbContext db, ChangePolicyHandler handler, PolicyPeople people, PolicyEffects effects, SubjectTypes subjects) : PolicyFormPage(subjects)
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public int Version { get; set; }

    /// <summary>Of the consequences that this page shows.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    public NamedReminderPolicy Policy { get; private set; } = null!;

    /// <summary>What the change would move; null as long as none was asked for.</summary>
    public IReadOnlyList<PolicyEffect>? Moved { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        (Text, EscalatesAfter, Version) = (Policy.Text, Policy.EscalatesAfter, Policy.Version);
        var isListed = Told.Any(known => known.Value == Policy.EscalatesTo);
        (EscalatesTo, EscalatesToPerson) = (isListed ? Policy.EscalatesTo : null, isListed ? null : Policy.EscalatesTo);
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        async token =>
        {
            var outcome = await handler.HandleAsync(Input, token);
            Seen = null;
            if (outcome.Refusal?.Code == ChangePolicyHandler.UnseenCode)
            {
                Moved = await effects.ReadAsync(await ReadTypedAsync(token), token);
                Seen = PolicyEffects.Seal(Moved);
            }

            return outcome;
        },
        () =>
        {
            TempData.Confirm("La politique est enregistrée, et les relances à venir la suivent.");
            return LocalRedirect(PolicyLinks.All);
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var policy = await db.ReminderPolicies.AsNoTracking().SingleOrDefaultAsync(policy => policy.Id == Id, cancellationToken);
        Policy = policy!;
        return policy is not null;
    }

    protected override async Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        Version = Policy.Version;
    }

    /// <summary>« 3, 8 et 10 mars 2026 », or none.</summary>
    /// <param name="planned">What is planned.</param>
    /// <param name="nobody">Why nobody would be told of its lateness; null when somebody would, or nobody has to be.</param>
    public static string Tell(PlannedReminders planned, string? nobody = null)
    {
        var parts = planned.Reminders.Select(at => FrenchDate.Day(at)).ToList();
        if (planned.Escalation is { } escalation)
        {
            parts.Add($"retard signalé le {FrenchDate.Day(escalation.At)}");
        }

        var told = parts.Count == 0 ? "rien" : string.Join(", ", parts);
        return nobody is null ? told : $"{told}\u00a0; retard signalé à personne\u00a0: {nobody}";
    }

    private ChangePolicy Input => new() { Id = Id, Version = Version, Text = Texts.Line(Text), EscalatesTo = ToldOrNull, EscalatesToPerson = ToldPerson, EscalatesAfter = DaysOrNull, Seen = Seen };

    private async Task<NamedReminderPolicy> ReadTypedAsync(CancellationToken cancellationToken) =>
        NamedReminderPolicy.Create(Id, Policy.Name, Input.Text, (await people.FindToldAsync(Input, cancellationToken)).Told, Input.EscalatesAfter);
}
