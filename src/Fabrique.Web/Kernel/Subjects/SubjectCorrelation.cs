using Fabrique.Domain;
using Fabrique.Web.Features.Procedures;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Workflows;

namespace Fabrique.Web.Kernel.Subjects;

/// <summary>The correlation id of a workflow instance names what it is about: <c>Application:0198…</c>.</summary>
public static class SubjectCorrelation
{
    public static string ToCorrelationId(this Subject subject) => $"{subject.Kind}:{subject.Id:D}";

    /// <exception cref="PermanentFailureException">The instance was started without a subject, or about something that no module brings.</exception>
    public static Subject Subject(this ActivityContext context) => context.Service<SubjectTypes>().TryParse(context.CorrelationId, out var subject)
        ? subject
        : throw new PermanentFailureException($"The instance is about nothing known: correlation id '{context.CorrelationId}'.");

    /// <summary>What the instance is about, or else the instance itself.</summary>
    public static Subject SubjectOrInstance(this ActivityContext context) => context.Service<SubjectTypes>().TryParse(context.CorrelationId, out var subject)
        ? subject
        : new Subject(Domain.Subject.Procedure, Guid.TryParse(context.InstanceId, out var id) ? id : Guid.Empty);

    /// <exception cref="PermanentFailureException">The instance is about another kind of thing.</exception>
    public static Guid SubjectId(this ActivityContext context, string kind)
    {
        var subject = context.Subject();
        return subject.Kind == kind
            ? subject.Id
            : throw new PermanentFailureException($"This activity is about a {kind}, the instance about a {subject.Kind}.");
    }
}
