package io.e2e.migrations.boot.beside;

import io.e2e.migrations.catalog.Migration;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.relational.Namespace;
import org.hibernate.boot.model.relational.Sequence;
import org.hibernate.cfg.MappingSettings;
import org.hibernate.mapping.Table;
import org.hibernate.tool.schema.spi.SchemaFilter;
import org.hibernate.tool.schema.spi.SchemaFilterProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;

/**
 * Leaves out of Hibernate's create, update and drop what our migrations create; validation sees everything. Each object that
 * is left out is logged once. Thread-safe.
 */
final class MigratedTablesFilter implements SchemaFilterProvider, SchemaFilter {

    private static final Logger LOG = LoggerFactory.getLogger(MigratedTablesFilter.class);

    private final ObjectProvider<MigratedDatabase> migrated;
    private final AbstractEntityManagerFactoryBean factory;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    /** A filter for what this factory maps, if it leads to our database. */
    MigratedTablesFilter(ObjectProvider<MigratedDatabase> migrated, AbstractEntityManagerFactoryBean factory) {
        this.migrated = migrated;
        this.factory = factory;
    }

    @Override
    public boolean includeNamespace(Namespace namespace) {
        return true;
    }

    @Override
    public boolean includeTable(Table table) {
        return include("table", table.getSchemaIdentifier(), table.getNameIdentifier());
    }

    @Override
    public boolean includeSequence(Sequence sequence) {
        return include(
                "sequence",
                sequence.getName().getSchemaName(),
                sequence.getName().getSequenceName());
    }

    private boolean include(String kind, @Nullable Identifier schema, Identifier name) {
        DataSource dataSource = this.factory.getDataSource();
        if (dataSource == null) {
            return true;
        }
        try {
            String object = schema(schema, dataSource) + "." + folded(name);
            Optional<Migration> creator = this.migrated.getObject().creatorOf(object);
            if (creator.isEmpty() || !this.migrated.getObject().isBehind(dataSource)) {
                return true;
            }
            if (this.logged.add(object)) {
                LOG.warn(
                        "Hibernate does not create, alter or drop the {} {}: {} creates it. Hibernate is asked to by"
                                + " spring.jpa.hibernate.ddl-auto or a property of that kind.",
                        kind,
                        name.getText(),
                        creator.get().file());
            }
            return false;
        } catch (SQLException ex) {
            LOG.debug("Hibernate cannot connect either, and says so", ex);
            return true;
        }
    }

    private String schema(@Nullable Identifier named, DataSource dataSource) throws SQLException {
        if (named != null) {
            return folded(named);
        }
        Object configured = this.factory.getJpaPropertyMap().get(MappingSettings.DEFAULT_SCHEMA);
        return configured != null ? configured.toString() : currentSchema(dataSource);
    }

    private static String currentSchema(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return String.valueOf(connection.getSchema());
        }
    }

    /** As PostgreSQL reads a name (PostgreSQL manual, "Identifiers and Key Words"). */
    private static String folded(Identifier name) {
        return name.isQuoted() ? name.getText() : name.getText().toLowerCase(Locale.ROOT);
    }

    @Override
    public SchemaFilter getCreateFilter() {
        return this;
    }

    @Override
    public SchemaFilter getDropFilter() {
        return this;
    }

    @Override
    public SchemaFilter getMigrateFilter() {
        return this;
    }

    @Override
    public SchemaFilter getTruncatorFilter() {
        return ALL;
    }

    @Override
    public SchemaFilter getValidateFilter() {
        return ALL;
    }
}
