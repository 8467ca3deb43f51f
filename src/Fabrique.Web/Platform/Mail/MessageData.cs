using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Products;
using Fabrique.Domain.Work;

namespace Fabrique.Web.Platform.Mail;

/// <summary>What a message may tell: facts copied from the entities at the moment of writing. A message names the ones it needs by its tags.</summary>
public sealed record MessageData
{
    public CallFacts? Call { get; init; }

    public ApplicationFacts? Application { get; init; }

    public DecisionFacts? Decision { get; init; }

    public ProductFacts? Product { get; init; }

    public TeamFacts? Team { get; init; }

    public CycleFacts? Cycle { get; init; }

    public TaskFacts? Task { get; init; }
}

public sealed record CallFacts(string Slug, string Title, DateTime ClosesAt)
{
    public static CallFacts Of(CallForApplications call) => new(call.Slug, call.Title, call.ClosesAt);
}

/// <param name="Reference">For example <c>C-2026-0042</c>.</param>
/// <param name="Title">May be blank on a draft.</param>
/// <param name="ApplicantName">Full name of the person who applies.</param>
public sealed record ApplicationFacts(string Reference, string Title, string ApplicantName)
{
    public static ApplicationFacts Of(Application application, string applicantName) =>
        new(application.Reference, application.Title, applicantName);
}

/// <param name="Reason">As its author wrote it; several lines are kept.</param>
public sealed record DecisionFacts(string Reason);

public sealed record ProductFacts(string Ghid, string Name)
{
    public static ProductFacts Of(Product product) => new(product.Ghid, product.Name);
}

/// <summary>The full names of the people who make a product.</summary>
public sealed record TeamFacts(string Intrapreneur, string Coach, string Developer);

public sealed record CycleFacts(int Number, DateOnly StartsOn, DateOnly EndsOn)
{
    public static CycleFacts Of(FundingCycle cycle) => new(cycle.Number, cycle.StartsOn, cycle.EndsOn);
}

/// <param name="Id">Of the task.</param>
/// <param name="Title">As its holder reads it.</param>
/// <param name="DueAt">End of the last day given, UTC.</param>
/// <param name="Holder">The person asked, or the holders of a role as they are named.</param>
public sealed record TaskFacts(Guid Id, string Title, DateTime DueAt, string Holder)
{
    public static TaskFacts Of(WorkItem task, string holder) => new(task.Id, task.Title, task.DueAt, holder);
}
