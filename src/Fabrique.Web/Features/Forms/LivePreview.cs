using Fabrique.Domain;
using Fabrique.Domain.Forms;
using Fabrique.Web.Kernel.Forms;

namespace Fabrique.Web.Features.Forms;

/// <summary>What is shown of a form beside a sheet.</summary>
/// <param name="Form">Only the questions shown; the rule of eligibility under work, if it is one.</param>
/// <param name="Key">Of the field under work; null when it is none.</param>
public sealed record LivePart(Form Form, string? Key = null);

/// <summary>The part of a form under work that a sheet changes, rendered by <c>/Features/Forms/_LivePreview.cshtml</c>.</summary>
/// <param name="Form">The whole form, as the sheet would make it.</param>
/// <param name="Part">What is shown.</param>
/// <param name="Fields">It, with what was answered beside the sheet.</param>
public sealed record LivePreview(Form Form, LivePart Part, FormFields Fields)
{
    /// <summary>When the field is asked, in French; null when it always is.</summary>
    public string? Condition => Part.Key is { } key && Form.ConditionsOf(Form.Find(key)!).ToList() is { Count: > 0 } rules ? string.Join(", et si ", rules.Select(rule => rule.Explain(Form.Find))) : null;

    /// <summary>Whether what is answered beside the sheet keeps it from being asked.</summary>
    public bool IsHidden => Part.Key is { } key && !Fields.Sight.Contains(key);

    /// <summary>What whoever gives these answers reads, by the rule under work; null when they may apply.</summary>
    public Refusal? WhyNotEligible => Part.Form.WhyNotEligible(Fields.Answers);
}
