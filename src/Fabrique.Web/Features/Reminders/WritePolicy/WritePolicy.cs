using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Reminders.WritePolicy;

/// <summary>What a policy says.</summary>
public abstract record PolicyText
{
    /// <summary>As <see cref="ReminderText"/> reads it.</summary>
    public required string Text { get; init; }

    /// <summary>Chosen in the list: a role, or a part in what the task is about; null when it is nobody there.</summary>
    public required string? EscalatesTo { get; init; }

    /// <summary>Name or e-mail address of somebody, as it was typed; empty when it is nobody in particular.</summary>
    public required string EscalatesToPerson { get; init; }

    public required int? EscalatesAfter { get; init; }
}

/// <summary>An administrator names a policy.</summary>
public sealed record CreatePolicy : PolicyText
{
    public required string Name { get; init; }
}

public sealed class CreatePolicyHandler(UseCaseRunner runner, FabriqueDbContext db, PolicyPeople people, TimeProvider clock) : Handler<CreatePolicy>(runner)
{
    protected override async Task<Outcome> ActAsync(CreatePolicy input, CancellationToken cancellationToken)
    {
        var (told, unknown) = await people.FindToldAsync(input, cancellationToken);
        if ((NamedReminderPolicy.MayBeNamed(input.Name) ?? unknown ?? NamedReminderPolicy.MaySay(input.Text, told, input.EscalatesAfter)) is { } refusal)
        {
            return refusal;
        }

        if (await db.ReminderPolicies.AnyAsync(policy => policy.Name == input.Name, cancellationToken))
        {
            return new Refusal("policy-name-taken", $"Une politique porte déjà le nom «\u00a0{input.Name}\u00a0»\u00a0: choisissez-en un autre, ou modifiez-la.");
        }

        db.ReminderPolicies.Add(NamedReminderPolicy.Create(Guid.CreateVersion7(clock.GetUtcNow()), input.Name, input.Text, told, input.EscalatesAfter));
        return Outcome.Done;
    }
}

/// <summary>An administrator changes what a policy says: what is asked under it follows.</summary>
public sealed record ChangePolicy : PolicyText
{
    public required Guid Id { get; init; }

    public required int Version { get; init; }

    /// <summary>Of the consequences that were shown: <see cref="PolicyEffects.Seal"/>; null when none were.</summary>
    public required string? Seen { get; init; }
}

/// <summary>Nothing moves that was not shown first.</summary>
public sealed class ChangePolicyHandler(UseCaseRunner runner, FabriqueDbContext db, PolicyPeople people, PolicyEffects effects, TimeProvider clock) : Handler<ChangePolicy>(runner)
{
    public const string UnseenCode = "policy-effects-unseen";

    protected override async Task<Outcome> ActAsync(ChangePolicy input, CancellationToken cancellationToken)
    {
        if (await db.ReminderPolicies.SingleOrDefaultAsync(policy => policy.Id == input.Id, cancellationToken) is not { } policy)
        {
            return new Refusal("policy-unknown", "Cette politique n’existe pas.");
        }

        var (told, unknown) = await people.FindToldAsync(input, cancellationToken);
        if ((unknown ?? NamedReminderPolicy.MaySay(input.Text, told, input.EscalatesAfter)) is { } refusal)
        {
            return refusal;
        }

        db.ExpectVersion(policy, input.Version);
        policy.Say(input.Text, told, input.EscalatesAfter);
        var moved = await effects.ReadAsync(policy, cancellationToken);
        if (moved.Count > 0 && input.Seen != PolicyEffects.Seal(moved))
        {
            return new Refusal(UnseenCode, "Voici ce que ce changement déplace. Rien n’est encore enregistré : relisez, puis enregistrez.");
        }

        var now = clock.GetUtcNow().UtcDateTime;
        foreach (var effect in moved)
        {
            effect.Item.Follow(effect.After, now);
        }

        return Outcome.Done;
    }
}
