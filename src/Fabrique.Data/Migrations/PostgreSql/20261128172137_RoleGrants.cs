using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class RoleGrants : Migration
    {
        // Each role of the column becomes what the directory says since the last sign-in; of people who never signed in, since they were registered.
        private const string CarryRolesOver = """
            insert into role_grants (id, staff_member_id, role, source, starts_at)
            select
                gen_random_uuid(),
                person.id,
                held.role,
                'Directory',
                coalesce(
                    person.last_sign_in_at,
                    (select min(at) from audit_entries where entity_type = 'StaffMember' and entity_id = person.id::text and action = 'Added'),
                    now())
            from staff_members person, unnest(person.roles) held (role)
            """;

        private const string CarryRolesBack = """
            update staff_members
            set roles = array(select distinct role from role_grants where staff_member_id = staff_members.id and ends_at is null)
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "role_grants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    staff_member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    source = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    starts_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    given_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_role_grants", x => x.id);
                    table.CheckConstraint("ck_role_grant_given", "(source = 'Given' and given_by_id is not null and reason is not null) or (source = 'Directory' and given_by_id is null and reason is null)");
                    table.CheckConstraint("ck_role_grant_period", "ends_at is null or ends_at >= starts_at");
                    table.CheckConstraint("ck_role_grant_source", "source in ('Directory', 'Given')");
                    table.ForeignKey(
                        name: "fk_role_grants_given_by_id",
                        column: x => x.given_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_role_grants_staff_member_id",
                        column: x => x.staff_member_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_role_grants_given_by_id",
                table: "role_grants",
                column: "given_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_role_grants_role_ends_at",
                table: "role_grants",
                columns: new[] { "role", "ends_at" });

            migrationBuilder.CreateIndex(
                name: "ix_role_grants_staff_member_id",
                table: "role_grants",
                column: "staff_member_id");

            migrationBuilder.CreateIndex(
                name: "ix_role_grants_staff_member_id_role_source",
                table: "role_grants",
                columns: new[] { "staff_member_id", "role", "source" },
                unique: true,
                filter: "ends_at is null");

            migrationBuilder.Sql(CarryRolesOver);

            migrationBuilder.DropColumn(
                name: "roles",
                table: "staff_members");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string[]>(
                name: "roles",
                table: "staff_members",
                type: "text[]",
                maxLength: 200,
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.Sql(CarryRolesBack);

            migrationBuilder.DropTable(
                name: "role_grants");
        }
    }
}
