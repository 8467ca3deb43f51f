using Fabrique.Workflows;
using Microsoft.AspNetCore.Routing.Template;

namespace Fabrique.Web.Platform.HttpEndpoints;

/// <summary>The routes that a path leads to, one for each method, with the values of their parameters.</summary>
internal sealed record RouteMatch(IReadOnlyList<HttpRoute> Routes, RouteValueDictionary Values)
{
    /// <summary>Finds the most precise path or template that matches.</summary>
    public static RouteMatch? Find(IReadOnlyList<HttpRoute> routes, string path, HttpContext http, IInlineConstraintResolver constraints)
    {
        var plain = routes.Where(route => route.Name == HttpRoute.PathName).ToList();
        if (plain.Count > 0)
        {
            return new RouteMatch(plain, []);
        }

        return routes
            .GroupBy(route => route.Path, StringComparer.Ordinal)
            .Select(group => (Routes: group.ToList(), Template: Parse(group.Key)))
            .Where(candidate => candidate.Template is not null)
            .OrderBy(candidate => RoutePrecedence.ComputeInbound(candidate.Template!))
            .ThenBy(candidate => candidate.Template!.TemplateText, StringComparer.Ordinal)
            .Select(candidate => Match(candidate.Template!, path, http, constraints) is { } values ? new RouteMatch(candidate.Routes, values) : null)
            .FirstOrDefault(match => match is not null);
    }

    private static RouteTemplate? Parse(string template)
    {
        try
        {
            return TemplateParser.Parse(template);
        }
        catch (ArgumentException)
        {
            // A path that an instance made up as it went: nobody can call it.
            return null;
        }
    }

    private static RouteValueDictionary? Match(RouteTemplate template, string path, HttpContext http, IInlineConstraintResolver constraints)
    {
        var defaults = new RouteValueDictionary(template.Parameters.Where(parameter => parameter.DefaultValue is not null).Select(parameter => KeyValuePair.Create(parameter.Name!, parameter.DefaultValue)));
        var values = new RouteValueDictionary();
        if (!new TemplateMatcher(template, defaults).TryMatch("/" + path, values))
        {
            return null;
        }

        return template.Parameters.All(parameter => !values.ContainsKey(parameter.Name!) || parameter.InlineConstraints
            .All(inline => constraints.ResolveConstraint(inline.Constraint)?.Match(http, null, parameter.Name!, values, RouteDirection.IncomingRequest) == true)) ? values : null;
    }
}
