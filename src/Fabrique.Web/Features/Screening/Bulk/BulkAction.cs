using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.People;

namespace Fabrique.Web.Features.Screening.Bulk;

/// <summary>Something that the form of an action asks.</summary>
/// <param name="Name">Of the value among the parameters; unique in the action.</param>
/// <param name="Label">What people read.</param>
public sealed record BulkField(string Name, string Label)
{
    /// <summary>What may be chosen; null when it is typed.</summary>
    public IReadOnlyList<DsfrOption>? Options { get; init; }

    /// <summary>Most characters of what is typed.</summary>
    public int MaximumLength { get; init; } = 300;

    /// <summary>Height of what is typed, in lines; one for a short text.</summary>
    public int Lines { get; init; } = 1;

    public string? Hint { get; init; }
}

/// <summary>An application in the hands of an action.</summary>
/// <param name="Application">With its opinions, its approvals and those who have it, as the database holds it now.</param>
/// <param name="Parameters">What was chosen in the form, by name of the field.</param>
public sealed record BulkStep(Application Application, IReadOnlyDictionary<string, string> Parameters)
{
    public string this[string name] => Parameters.GetValueOrDefault(name, "");
}

/// <summary>
/// Something that the team does to many applications at once. A noun brings one by registering it (<c>services.AddScoped&lt;BulkAction, …&gt;()</c>): the list offers its form, the batch does it
/// application by application, each in a transaction of its own, as whoever asked, and tells what became of each. It acts in the scope of the application at hand and saves nothing.
/// </summary>
public abstract class BulkAction
{
    /// <summary>It never changes: batches keep it.</summary>
    public abstract string Code { get; }

    /// <summary>What the button says: « Ajouter une étiquette ».</summary>
    public abstract string Label { get; }

    /// <summary>Its place among the others: tens are the product's.</summary>
    public abstract int Order { get; }

    /// <summary>What it does to people that cannot be taken back, in a French sentence: it is then read and confirmed before it begins, and what its form asks is asked there. Null when there is nothing of that kind.</summary>
    public virtual string? Consequence => null;

    /// <summary>Who may do it; asked again for each application.</summary>
    public virtual bool IsOfferedTo(Actor actor) => actor.MayScreen();

    /// <summary>What its form asks.</summary>
    /// <param name="frame">What stands around the list: labels and people are read already.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public abstract Task<IReadOnlyList<BulkField>> FieldsAsync(ScreeningFrame frame, CancellationToken cancellationToken);

    /// <summary>Whether it may be begun with what was chosen.</summary>
    /// <returns>What is done, in French: « Ajouter l’étiquette « À relancer » »; or why it is not begun.</returns>
    public abstract Task<Outcome<string>> PlanAsync(IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken);

    /// <summary>Whether it may be done to this application now; null when it may.</summary>
    public abstract Task<Refusal?> MayAsync(BulkStep step, CancellationToken cancellationToken);

    /// <summary>Does it. Called only once <see cref="MayAsync"/> let it, in the same transaction.</summary>
    /// <returns>What there is to know, in French; empty when it is simply done.</returns>
    public abstract Task<string> DoAsync(BulkStep step, CancellationToken cancellationToken);
}
