using Fabrique.Domain.Forms;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Fabrique.Web.Kernel.Forms;

/// <summary>The questions of a form on a page, rendered by <c>/Features/Shared/_FormFields.cshtml</c> and posted as <see cref="Prefix"/>, by key.</summary>
/// <param name="Form">The questions.</param>
/// <param name="Answers">What the page shows as long as nobody typed anything.</param>
public sealed record FormFields(Form Form, FormAnswers Answers)
{
    /// <summary>Of the dictionary that a page binds: <c>[BindProperty(Name = FormFields.Prefix)] Dictionary&lt;string, string?&gt;</c>.</summary>
    public const string Prefix = "Answers";

    /// <summary>Whether what is required may wait: it is asked for when the form is sent, not by the browser.</summary>
    public bool IsDraft { get; init; }

    /// <summary>In the order of the page.</summary>
    public IEnumerable<string> Names => Form.Fields.Select(question => NameOf(question.Key));

    public static string NameOf(string key) => $"{Prefix}[{key}]";
}

public static class TypedForms
{
    /// <summary>Reads what was typed; what is wrong is marked beside its field.</summary>
    /// <param name="modelState">Of the page.</param>
    /// <param name="form">The questions.</param>
    /// <param name="typed">By key.</param>
    /// <param name="complete">Whether what is missing is wrong too.</param>
    /// <returns>What could be read.</returns>
    public static FormAnswers ReadForm(this ModelStateDictionary modelState, Form form, IReadOnlyDictionary<string, string?> typed, bool complete)
    {
        var problems = form.Read(typed, out var answers);
        IEnumerable<FormProblem> missing = complete ? form.MissingFor(answers) : [];
        foreach (var problem in problems.Concat(missing).DistinctBy(problem => problem.Key))
        {
            var sentence = problem.Refusal.Sentence;
            modelState.AddModelError(
                FormFields.NameOf(problem.Key),
                problem.Refusal.Code == "answer-too-long" ? $"{sentence} Il est conservé ci-dessous, mais n’est pas encore enregistré." : sentence);
        }

        return answers;
    }
}
