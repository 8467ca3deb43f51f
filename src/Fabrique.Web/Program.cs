using Fabrique.Web.Setup;

var builder = WebApplication.CreateBuilder(args);
builder
    .AddFabriqueDatabase()
    .AddFabriqueWorkflows()
    .AddFabriqueMail()
    .AddFabriqueJobs()
    .AddFabriqueIdentity()
    .AddFabriqueSecurity()
    .AddFabriquePages()
    .AddFabriqueFrontEnd()
    .AddFabriqueHealth();

var app = builder.Build();
await app.RunAsync();

/// <summary>Entry point, visible to the tests that host the application.</summary>
public partial class Program;
