using System.Text.Json.Nodes;
using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Graph;
using Microsoft.Extensions.Logging;

namespace Fabrique.Workflows.Activities;

[Activity("Elsa.SetVariable", DisplayName = "Affecter une variable", Category = "Primitives", Description = "Donne une valeur à une variable.", IsControlFlow = true)]
[Input("Value", typeof(object), DisplayName = "Valeur")]
internal sealed class SetVariable : BuiltInActivity
{
    internal override object? Prepare(ActivityNode node, JsonObject json, GraphCompiler compiler)
    {
        if (json["variable"] is not JsonObject reference)
        {
            compiler.Report(node, "l’entrée obligatoire « Variable » manque");
            return null;
        }

        var variable = compiler.FindVariable(node, reference["id"]?.ToString(), reference["name"]?.ToString());
        if (variable is null)
        {
            compiler.Report(node, $"la variable « {reference["name"]} » n’existe pas");
        }

        return variable;
    }

    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        var step = Inner(context);
        var variable = (VariableDeclaration?)step.Node.Prepared;
        try
        {
            if (variable is null || !step.TrySetVariable(variable.Id, variable.Name, context.GetInput<object>("Value")))
            {
                throw new PermanentFailureException("La variable n’existe pas ici.");
            }
        }
        catch (InvalidCastException exception)
        {
            throw new PermanentFailureException(exception.Message, exception);
        }

        return ValueTask.CompletedTask;
    }
}

[Activity("Elsa.SetName", DisplayName = "Nommer l’instance", Category = "Primitives", Description = "Donne un nom à l’instance.", IsControlFlow = true)]
[Input("Value", typeof(string), DisplayName = "Nom")]
internal sealed class SetName : BuiltInActivity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        Inner(context).Burst.State.Name = context.GetInput<string>("Value");
        return ValueTask.CompletedTask;
    }
}

[Activity("Elsa.Correlate", DisplayName = "Rattacher", Category = "Primitives", Description = "Rattache l’instance à un objet.", IsControlFlow = true)]
[Input("CorrelationId", typeof(string), DisplayName = "Identifiant de rattachement")]
internal sealed class Correlate : BuiltInActivity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        Inner(context).Burst.State.CorrelationId = context.GetInput<string>("CorrelationId");
        return ValueTask.CompletedTask;
    }
}

[Activity("Elsa.WriteLine", DisplayName = "Écrire une ligne", Category = "Console", Description = "Écrit une ligne dans le journal technique.", IsControlFlow = true)]
[Input("Text", typeof(string), DisplayName = "Texte", UIHint = "multiline")]
internal sealed class WriteLine(ILoggerFactory loggers) : BuiltInActivity
{
    private readonly ILogger _logger = loggers.CreateLogger("Fabrique.Workflows.WriteLine");

    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        var text = context.GetInput<string>("Text") ?? "";
        context.Journal("Written", text);
        _logger.LogInformation("{Text}", text);
        return ValueTask.CompletedTask;
    }
}

[Activity("Elsa.RunJavaScript", DisplayName = "Exécuter un script", Category = "Scripting", Description = "Exécute du JavaScript dans un bac à sable.", IsControlFlow = true)]
[Input("PossibleOutcomes", typeof(string[]), DisplayName = "Issues possibles", UIHint = "dynamic-outcomes")]
[Input("Script", typeof(object), DisplayName = "Script", UIHint = "code-editor")]
[Output("Result", typeof(object), DisplayName = "Résultat")]
internal sealed class RunJavaScript : BuiltInActivity
{
    internal override object? Prepare(ActivityNode node, JsonObject json, GraphCompiler compiler)
    {
        var expression = (json["script"] as JsonObject)?["expression"] as JsonObject;
        var source = expression is null ? json["script"] as JsonValue : expression["value"];
        if (source is null || expression?["type"]?.ToString() is not (null or "Literal" or "JavaScript"))
        {
            return null;
        }

        try
        {
            // Studio may store the script as a literal or as an expression: either way the text is the script, and it runs once.
            node.Inputs = [.. node.Inputs.Select(input => input.Name == "Script" ? input with { Expression = null } : input)];
            return compiler.Expressions.JavaScript(source.ToString());
        }
        catch (FormatException exception)
        {
            compiler.Report(node, $"l’entrée « Script » ne se lit pas : {exception.Message}");
            return null;
        }
    }

    protected internal override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var step = Inner(context);
        var script = step.Node.Prepared as JavaScriptExpression
            ?? (context.GetInput<string>("Script") is { Length: > 0 } text ? JavaScriptExpression.Compile(text, step.Burst.Limits) : null);
        if (script is not null)
        {
            context.SetOutput("Result", await script.EvaluateAsync(step));
        }

        context.Complete(step.ScriptOutcomes?.ToArray() ?? []);
    }
}
