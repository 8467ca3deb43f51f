using Fabrique.EndToEnd.Tests.Browser;

[assembly: AssemblyFixture(typeof(Chromium))]
